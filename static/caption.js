// "Read on" stands beside a caption, and can be reached by keys, only while a part of the caption is hidden.
(function () {
  "use strict";

  const whole = document.querySelector(".caption-whole");
  if (!whole) return;
  const summary = whole.querySelector("summary"), words = whole.querySelector("h1");

  function look() {
    if (whole.open) return;
    whole.classList.add("all-seen");
    const seen = words.scrollHeight <= words.clientHeight + 1;
    whole.classList.toggle("all-seen", seen);
    summary.tabIndex = seen ? -1 : 0;
  }

  look();
  new ResizeObserver(look).observe(whole);
})();
