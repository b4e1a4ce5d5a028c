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
  const TRIES = 5;
  const LONGEST_WAIT = 30; // seconds
  // So long without a byte, and a connection counts as lost: that of a telephone which slept says nothing of it.
  const SILENCE = 60000, SILENCE_AFTER_SLEEP = 8000;
  const uploads = [];
  let hold = 0; // A timer, while everything waits, and why it does.
  let why = "";
  let lost = 0; // How often in a row the line was.
  let paused = false;

  const sending = () => uploads.filter((one) => one.status === "sending");

  function next() {
    while (!hold && !paused && sending().length < AT_ONCE) {
      const upload = uploads.find((one) => one.status === "waiting");
      if (!upload) break;
      start(upload);
    }
    uploading.show();
  }

  function start(upload) {
    upload.tries += 1;
    set(upload, "sending", say("sending"));
    upload.heardAt = Date.now();
    upload.stop = uploading.send(upload, (bytes) => hear(upload, bytes), (answer) => finish(upload, answer));
  }

  function hear(upload, bytes) {
    upload.heardAt = Date.now();
    if (bytes === undefined) return;
    if (bytes > upload.sent) lost = 0;
    upload.sent = bytes;
    uploading.show();
  }

  function finish(upload, answer) {
    const body = answer ? answer.body : {};
    const result = body.results && body.results[0];
    if (!answer) waitForLine(upload);
    else if (body.error === "read-only") waitAll(upload, say("resting"), answer.retryAfter || 10);
    else if (body.error === "busy") waitAll(upload, say("waiting"), answer.retryAfter || 10);
    else if (isGone(upload, answer)) beginAnew(upload);
    else if (upload.tries < TRIES && asksToComeAgain(answer)) comeAgain(upload, answer.retryAfter || 5);
    else if (result && result.status) arrive(upload, result, answer);
    else refuse(upload, answer);
    next();
  }

  // An answer with a reason is about this photo, unless it says when to come again, or is about a piece of it.
  function asksToComeAgain({ status, body, saysWhen }) {
    return COME_AGAIN.includes(status) && ((!body.results && !body.reason) || saysWhen || PIECE_AGAIN.includes(status));
  }

  // The site has given up what it had of the file.
  function isGone(upload, answer) {
    return upload.url && [404, 410].includes(answer.status);
  }

  function beginAnew(upload) {
    Object.assign(upload, { url: "", pieces: [], sent: 0 });
    set(upload, "waiting", say("waiting"));
  }

  function arrive(upload, result, answer) {
    upload.picture = result.picture;
    upload.told = result.status !== "rejected" && Boolean(result.reason);
    if (result.status !== "rejected") upload.sent = upload.size;
    const done = [say(result.status), result.reason].filter(Boolean).join(". ");
    set(upload, result.status, result.status === "rejected" ? result.reason : done);
    if (answer.status >= 500) return uploading.offerRetry(upload, () => again(upload));
    uploading.records.forget(upload);
    // A photo that was there has its old caption still.
    if (upload.caption && result.status === "duplicate") upload.captionIsLate = true;
    if (upload.picture) uploading.arrived(upload);
  }

  function refuse(upload, answer) {
    const own = { 401: say("signedOut"), 413: say("tooLarge") };
    set(upload, "rejected", answer.body.reason || own[answer.status] || say("broken"));
    uploading.offerRetry(upload, () => again(upload));
  }

  function again(upload) {
    upload.tries = 0;
    set(upload, "waiting", say("waiting"));
    next();
  }

  // Longer after each try: 5, 10, 15 and 20 seconds.
  function comeAgain(upload, seconds) {
    set(upload, "pausing", say("waiting"));
    setTimeout(() => { if (upload.status === "pausing") { set(upload, "waiting", say("waiting")); next(); } }, seconds * 1000 * upload.tries);
  }

  function waitForLine(upload) {
    waitAll(upload, say("offline"), Math.min(LONGEST_WAIT, 2 ** Math.min(lost, 5)));
    if (sending().length === 0) lost += 1;
  }

  function waitAll(upload, reason, seconds) {
    upload.tries = 0;
    why = reason;
    set(upload, "waiting", reason);
    hold ||= setTimeout(goOn, seconds * 1000);
  }

  function goOn() {
    clearTimeout(hold);
    hold = 0;
    why = "";
    next();
  }

  function set(upload, status, text) {
    upload.status = status;
    upload.text = text;
    uploading.showRow(upload);
  }

  // Sends again what has been silent. The site has kept what arrived.
  function dropSilent(silence) {
    sending().filter((one) => Date.now() - one.heardAt > silence).forEach((one) => { one.stop(); waitForLine(one); });
    uploading.show();
  }

  function wakeUp() {
    dropSilent(SILENCE_AFTER_SLEEP);
    lost = 0;
    goOn();
  }

  setInterval(() => dropSilent(SILENCE), 5000);
  // A browser that knows of it lets a request hang all the same.
  addEventListener("offline", () => dropSilent(-1));
  addEventListener("online", wakeUp);
  addEventListener("pageshow", (event) => { if (event.persisted) wakeUp(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wakeUp(); });

  uploading.queue = {
    uploads,
    add(upload, status = "waiting") {
      Object.assign(upload, { tries: 0, sent: upload.sent || 0 });
      if (!uploads.includes(upload)) uploads.push(upload);
      set(upload, status, say("waiting"));
    },
    // The album has it already, as this picture.
    skip: (upload, picture) => arrive(upload, { status: "duplicate", picture, reason: "" }, { status: 200 }),
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
    get isPaused() { return paused; },
    get isBusy() { return uploads.some((one) => ["checking", "sending", "waiting", "pausing"].includes(one.status)); },
  };
})();
