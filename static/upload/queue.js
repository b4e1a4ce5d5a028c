// Three files travel at once. When the line is lost, the site rests or is busy, or the telephone sleeps, everything
// waits and goes on by itself, however long it takes.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say } = uploading;
  const AT_ONCE = 3;
  // The proxy before the site answers so while the site is busy, or is just being started again.
  const COME_AGAIN = [409, 423, 429, 460, 502, 503, 504];
  // At another place in the file than was thought; written to by somebody else; changed on its way.
  const PIECE_AGAIN = [409, 423, 460];
  // Refused for who asks, or for what is asked: `person.js` finds out.
  const WHO = [401, 403, 404];
  const TRIES = 5;
  const LONGEST_WAIT = 30; // seconds
  // So long without a byte, and a connection counts as lost: that of a telephone which slept says nothing of it.
  const SILENCE = 60000, SILENCE_AFTER_SLEEP = 8000;
  const PATIENCE = 2000;
  // A file that was sent whole is not asked after: it would travel once more.
  const SILENCE_OF_WHOLE = 15 * 60000;
  const AWAY = 10; // seconds between two looks whether she is signed in again
  const uploads = [];
  const lists = {}; // Sets of uploads. What had begun comes before what only waits.
  let hold = 0; // A timer, while everything waits, and why it does.
  let why = "";
  let lost = 0; // How often in a row the line was.
  let paused = false;
  let away = false; // She is signed out.
  let asking = 0; // How many want to know whether she is.

  const list = (name) => (lists[name] ??= new Set());
  const first = (name) => list(name).values().next().value;
  const sending = () => [...list("sending")];
  const isAllSent = (upload) => upload.sent >= upload.size;

  function next() {
    while (!hold && !paused && !away && !asking && list("sending").size < AT_ONCE) {
      const upload = first("begun") || first("waiting");
      if (!upload) break;
      start(upload);
    }
    uploading.show();
  }

  function start(upload) {
    upload.tries += 1;
    set(upload, "sending", say(upload.url && isAllSent(upload) ? "finishing" : "sending"));
    upload.heardAt = Date.now();
    upload.stop = uploading.send(upload, (bytes) => hear(upload, bytes), (answer) => finish(upload, answer));
  }

  function hear(upload, bytes) {
    upload.heardAt = Date.now();
    if (bytes === undefined) return;
    if (bytes > upload.sent) lost = 0;
    upload.sent = bytes;
    uploading.showBar(upload);
    uploading.count(upload);
    uploading.show();
  }

  function finish(upload, answer) {
    const body = answer ? answer.body : {};
    const result = body.results && body.results[0];
    if (!answer) loseAnswer(upload);
    else if (body.error === "read-only") waitAll(upload, say("resting"), answer.retryAfter || 10);
    else if (body.error === "busy") waitAll(upload, say("waiting"), answer.retryAfter || 10);
    else if (isBeingFinished(answer)) waitForResult(upload, answer.retryAfter);
    else if (isGone(upload, answer)) beginAnew(upload);
    else if (WHO.includes(answer.status)) findOutWho(upload, answer);
    else if (upload.tries < TRIES && asksToComeAgain(answer)) comeAgain(upload, answer.retryAfter || 5);
    else if (result && result.status) arrive(upload, result, answer);
    else refuse(upload, answer);
    next();
  }

  // An answer with a reason is about this photo, unless it says when to come again, or is about a piece of it.
  function asksToComeAgain({ status, body, saysWhen }) {
    return COME_AGAIN.includes(status) && ((!body.results && !body.reason) || saysWhen || PIECE_AGAIN.includes(status));
  }

  // All of it is there, and a request is making the photo of it. A HEAD is answered without a body.
  function isBeingFinished({ status, saysWhen }) {
    return status === 423 && saysWhen;
  }

  // The site has given up what it had of the file.
  function isGone(upload, answer) {
    return upload.url && answer.status === 410;
  }

  function beginAnew(upload) {
    Object.assign(upload, { url: "", pieces: [], sent: 0 });
    set(upload, "waiting", say("waiting"));
  }

  function arrive(upload, result, answer) {
    upload.picture = result.picture;
    upload.told = result.status !== "rejected" && Boolean(result.reason);
    if (result.status !== "rejected") upload.sent = upload.size;
    if (result.same) document.getElementById("to-doubles").hidden = false;
    const done = [say(result.status), result.reason].filter(Boolean).join(". ");
    set(upload, result.status, result.status === "rejected" ? result.reason : done);
    if (answer.status >= 500) return uploading.offerRetry(upload, () => again(upload));
    uploading.records.forget(upload);
    // A photo that was there has its old caption still.
    if (upload.caption && result.status === "duplicate") upload.captionIsLate = true;
    if (upload.picture) uploading.arrived(upload);
  }

  function refuse(upload, answer) {
    const own = { 413: say("tooLarge") };
    set(upload, "rejected", answer.body.reason || own[answer.status] || say("broken"));
    uploading.offerRetry(upload, () => again(upload));
  }

  function again(upload) {
    Object.assign(upload, { tries: 0, isHers: false });
    set(upload, "waiting", say("waiting"));
    next();
  }

  // Longer after each try: 5, 10, 15 and 20 seconds.
  function comeAgain(upload, seconds) {
    pauseFor(upload, say("waiting"), seconds * upload.tries);
  }

  function waitForResult(upload, seconds) {
    Object.assign(upload, { tries: 0, sent: upload.size });
    pauseFor(upload, say("finishing"), seconds);
  }

  function pauseFor(upload, text, seconds) {
    set(upload, "pausing", text);
    setTimeout(() => { if (upload.status === "pausing") { set(upload, "waiting", text); next(); } }, seconds * 1000);
  }

  // No answer: the line is gone, or the file is.
  async function loseAnswer(upload) {
    const canBeRead = await uploading.pieces.canBeRead(upload);
    if (upload.status !== "sending") return; // It was paused meanwhile.
    if (canBeRead) waitForLine(upload);
    else if (!(await reopened(upload))) miss(upload);
    next();
  }

  // Where the browser has a handle of the file, that may still open it.
  async function reopened(upload) {
    const file = upload.handle && (await uploading.reopen(upload.handle, false));
    if (!file || !uploading.isLike(upload, file) || !(await uploading.pieces.canBeRead({ ...upload, file }))) return false;
    upload.file = file;
    uploading.showFile(upload);
    set(upload, "waiting", say("waiting"));
    return true;
  }

  function miss(upload) {
    set(upload, "unreadable", say("unreadable"));
    uploading.unfinished.miss(upload);
  }

  function waitForLine(upload) {
    waitAll(upload, say("offline"), Math.min(LONGEST_WAIT, 2 ** Math.min(lost, 5)));
    if (list("sending").size === 0) lost += 1;
  }

  function waitAll(upload, reason, seconds) {
    upload.tries = 0;
    why = reason;
    set(upload, "waiting", reason);
    hold ||= setTimeout(goOn, seconds * 1000);
  }

  // It is refused only if she is still the one who is signed in, and it is refused to her once more.
  async function findOutWho(upload, answer) {
    set(upload, "checking", say("waiting"));
    asking += 1;
    const who = await uploading.person.look();
    asking -= 1;
    if (upload.status !== "checking") return;
    if (who !== "same") leave(upload);
    else if (upload.isHers) refuse(upload, answer);
    else {
      upload.isHers = true;
      beginAnewIfGone(upload, answer);
    }
    next();
  }

  function beginAnewIfGone(upload, answer) {
    if (answer.status === 404 && upload.url) beginAnew(upload);
    else set(upload, "waiting", say("waiting"));
  }

  // Everything waits until she is back.
  function leave(upload) {
    away = true;
    waitAll(upload, say("signedOutHere"), AWAY);
  }

  async function comeBack() {
    const who = await uploading.person.look();
    if (who !== "same") {
      hold ||= setTimeout(goOn, AWAY * 1000);
      return;
    }
    away = false;
    for (const upload of uploads) if (upload.captionIsLate && upload.picture) uploading.saveCaption(upload);
    goOn();
  }

  function goOn() {
    clearTimeout(hold);
    hold = 0;
    if (away) return comeBack();
    why = "";
    next();
  }

  function set(upload, status, text) {
    if (upload.list) list(upload.list).delete(upload);
    upload.list = status === "waiting" && upload.url ? "begun" : status;
    list(upload.list).add(upload);
    upload.status = status;
    upload.text = text;
    uploading.count(upload);
    uploading.showRow(upload);
  }

  // Sends again what has been silent. The site has kept what arrived; of what arrived whole it says that it is at work.
  function dropSilent(silence) {
    for (const one of sending()) {
      const limit = isAllSent(one) && !one.url ? Math.max(silence, SILENCE_OF_WHOLE) : silence;
      if (silence >= 0 && Date.now() - one.heardAt <= limit) continue;
      one.stop();
      if (isAllSent(one) && one.url && silence >= 0) {
        one.tries = 0;
        set(one, "waiting", say("finishing"));
      } else waitForLine(one);
    }
    next();
  }

  function wakeUp() {
    dropSilent(SILENCE_AFTER_SLEEP);
    lost = 0;
    goOn();
  }

  // A photo is there in a moment; of a film it is told what takes so long.
  function tellWhatTakesLong() {
    for (const one of sending()) {
      if (isAllSent(one) && Date.now() - one.heardAt > PATIENCE) set(one, "sending", say("finishing"));
    }
  }

  setInterval(() => {
    if (!list("sending").size) return;
    tellWhatTakesLong();
    dropSilent(SILENCE);
  }, 5000);
  // A browser that knows of it lets a request hang all the same.
  addEventListener("offline", () => dropSilent(-1));
  addEventListener("online", wakeUp);
  addEventListener("focus", () => { if (away) goOn(); });
  addEventListener("pageshow", (event) => { if (event.persisted) wakeUp(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wakeUp(); });

  // Whether it says nothing of the file: she is signed out, or the site is busy, resting or just starting.
  uploading.isForLater = ({ status }) => [401, 403].includes(status) || (status >= 429 && status !== 500);

  uploading.queue = {
    uploads,
    add(upload, status = "waiting") {
      Object.assign(upload, { tries: 0, sent: upload.sent || 0 });
      if (!upload.list) uploads.push(upload);
      set(upload, status, say("waiting"));
    },
    // The album has it already, as this picture.
    skip: (upload, picture) => arrive(upload, { status: "duplicate", picture, reason: "" }, { status: 200 }),
    miss,
    // She leaves it out.
    drop(upload) {
      if (!upload.list) return;
      list(upload.list).delete(upload);
      uploads.splice(uploads.indexOf(upload), 1);
      upload.list = "";
      uploading.uncount(upload);
      uploading.show();
    },
    next,
    pause() {
      paused = true;
      sending().forEach((one) => { one.stop(); set(one, "waiting", say("paused")); });
      uploading.show();
    },
    goOn() {
      paused = false;
      goOn();
    },
    get why() { return why; },
    get isAway() { return away; },
    get isPaused() { return paused; },
    get isBusy() { return ["checking", "sending", "begun", "waiting", "pausing"].some((name) => list(name).size); },
  };
})();
