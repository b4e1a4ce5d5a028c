# Django's own says "6:08 오후"; a Korean says "오후 6:08".
DATETIME_FORMAT = "Y년 n월 j일 A g:i"
