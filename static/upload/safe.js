// Says "Safe in two places" beside a photo when the site has verified both copies, and not before.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const AT_ONCE = 50; // SAFE_AT_ONCE in albums/views/adding.py
  const FIRST = 1000, LONGEST = 60000;
  const TRIES = 20;
  const waiting = new Set();
  let timer = 0, pause = FIRST;

  function askSoon() {
    timer ||= setTimeout(ask, pause);
  }

  async function ask() {
    timer = 0;
    const [first] = waiting;
    const some = [...waiting].filter((upload) => upload.album === first.album).slice(0, AT_ONCE);
    const safe = await fetchSafe(first.album, some);
    for (const upload of some) {
      waiting.delete(upload);
      if (safe.includes(upload.picture)) show(upload);
      else if ((upload.asked = (upload.asked || 0) + 1) < TRIES) waiting.add(upload); // Behind the others.
    }
    pause = safe.length ? FIRST : Math.min(2 * pause, LONGEST);
    if (waiting.size) askSoon();
  }

  async function fetchSafe(album, some) {
    try {
      const ids = some.map((upload) => upload.picture).join(",");
      const answer = await fetch(uploading.address(album, `safe/?pictures=${ids}`), { headers: { Accept: "application/json" } });
      return (await answer.json()).safe || [];
    } catch (error) {
      return [];
    }
  }

  function show(upload) {
    upload.safe = true;
    upload.row.querySelector(".safety").textContent = uploading.say("safe");
    uploading.count(upload);
    uploading.showRow(upload);
    uploading.show();
  }

  uploading.askWhetherSafe = function (upload) {
    waiting.add(upload);
    pause = FIRST;
    askSoon();
  };
})();
