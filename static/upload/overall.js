// One bar for all: how many are there, how much of it, and how long it still takes, in words.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say, size } = uploading;
  const panel = document.getElementById("overall"), bar = document.getElementById("overall-bar");
  const summary = document.getElementById("summary"), left = document.getElementById("left"), pause = document.getElementById("pause");
  const toAlbum = document.getElementById("to-album");
  const LOOK_BACK = 20000; // ms: the pace is that of the last moments
  const REDRAW = 100; // ms
  const OVER = ["added", "duplicate", "rejected"];
  const sums = {};
  let drawing = 0;
  let marks = [];
  let lock = null;

  pause.onclick = () => (uploading.queue.isPaused ? uploading.queue.goOn() : uploading.queue.pause());

  // What one upload adds to the sums. They follow its changes: nothing here walks through all of them.
  function sharesOf(upload) {
    const isOver = OVER.includes(upload.status);
    const sent = isOver ? upload.size : Math.min(upload.sent || 0, upload.size);
    return { files: 1, size: upload.size, sent, pictures: Number(Boolean(upload.picture)), safe: Number(Boolean(upload.safe)), [upload.status]: 1 };
  }

  function add(shares, sign) {
    for (const [name, share] of Object.entries(shares)) sums[name] = (sums[name] || 0) + sign * share;
  }

  uploading.count = function (upload) {
    uploading.uncount(upload);
    upload.shares = sharesOf(upload);
    add(upload.shares, 1);
  };

  uploading.uncount = function (upload) {
    if (upload.shares) add(upload.shares, -1);
    upload.shares = null;
  };

  // Many changes in one moment are shown at once.
  uploading.show = () => { drawing ||= setTimeout(draw, REDRAW); };

  function draw() {
    drawing = 0;
    const { isBusy, isPaused, why } = uploading.queue;
    const { files, size: all, sent, pictures, safe } = sums;
    const counts = { added: sums.added || 0, duplicate: sums.duplicate || 0, rejected: sums.rejected || 0 };
    const done = counts.added + counts.duplicate + counts.rejected;
    panel.hidden = !files;
    bar.value = all ? Math.round((100 * sent) / all) : 0;
    const isDone = done === files, isAllAdded = counts.added === files;
    tell(summary, isDone ? say(isAllAdded ? "finishedAll" : "finished", counts) : say("progress", { done, all: files }));
    tell(left, isBusy ? pace(sent, all, isPaused ? say("paused") : why) : isDone && safe === files ? say("safeAll") : "");
    pause.hidden = !isBusy;
    toAlbum.hidden = isBusy || !pictures;
    tell(pause, say(isPaused ? "goOn" : "pause"));
    panel.classList.toggle("done", isDone && counts.rejected === 0);
    stayAwake(isBusy && !isPaused);
  }

  // Said again only if it is something else: a reader of screens would repeat it.
  function tell(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function pace(sent, all, why) {
    const amount = say("bytes", { sent: size(sent), all: size(all) });
    return [amount, why || timeLeft(sent, all)].filter(Boolean).join(" · ");
  }

  function timeLeft(sent, all) {
    const now = performance.now();
    marks = marks.filter((mark) => mark.at > now - LOOK_BACK && mark.sent <= sent);
    if (!marks.length || now - marks.at(-1).at > 500) marks.push({ at: now, sent });
    const speed = (sent - marks[0].sent) / (now - marks[0].at);
    if (!(speed > 0) || now - marks[0].at < 3000) return "";
    const minutes = Math.ceil((all - sent) / speed / 60000);
    if (minutes <= 1) return say("leftMoment");
    if (minutes < 90) return say("leftMinutes", { minutes });
    return say("leftHours", { hours: Math.round(minutes / 60) });
  }

  // A telephone that falls asleep stops sending. Where it does all the same, queue.js goes on when it wakes.
  async function stayAwake(wanted) {
    if (!navigator.wakeLock || document.hidden) return;
    if (wanted && !lock) {
      lock = "asked";
      try {
        lock = await navigator.wakeLock.request("screen");
        lock.onrelease = () => { lock = null; };
      } catch (error) {
        lock = null;
      }
    } else if (!wanted && lock && lock.release) lock.release();
  }
})();
