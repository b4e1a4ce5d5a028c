// The uploader's comfort: files are sent one by one, three at a time, each with its own bar, so that one
// refused file costs no other. Without this script the same form sends them all at once.
(function () {
  "use strict";
  const AT_ONCE = 3;
  // The proxy before the site answers so while the site is busy, or is just being started again.
  const COME_AGAIN = [429, 502, 503, 504];
  const TRIES = 5;
  const form = document.getElementById("uploader");
  const words = form.dataset;
  const zone = document.getElementById("dropzone");
  const input = document.getElementById("files");
  const rows = document.getElementById("rows");
  const overall = document.getElementById("overall");
  const summary = document.getElementById("summary");
  const overallBar = document.getElementById("overall-bar");
  const uploads = [];
  let running = 0;
  // The site only shows photos for a while, or has its hands full: everything waits, and goes on by itself,
  // however long it takes.
  let held = false;

  document.querySelectorAll(".scripted").forEach((element) => (element.hidden = false));
  document.getElementById("send").hidden = true;
  form.classList.add("with-script"); // The label becomes the one button; the browser's own is in its language.

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // The whole page takes a drop: a file dropped beside the zone would otherwise replace the page.
  ["dragenter", "dragover"].forEach((name) => window.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); }));
  ["dragleave", "drop"].forEach((name) => window.addEventListener(name, () => zone.classList.remove("over")));
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) take(event.dataTransfer.files);
  });
  window.addEventListener("paste", (event) => take(event.clipboardData ? event.clipboardData.files : []));
  window.addEventListener("beforeunload", (event) => { if (running || held || uploads.some((one) => one.status === "pausing")) event.preventDefault(); });

  function take(files) {
    const random = [...crypto.getRandomValues(new Uint32Array(4))];
    // One photo alone has no place among others.
    const batch = files.length > 1 ? random.map((part) => part.toString(16)).join("") : "";
    for (const [place, file] of window.inNaturalOrder([...files], (file) => file.name).entries()) {
      const row = document.getElementById("row").content.cloneNode(true).firstElementChild;
      row.querySelector(".name").textContent = file.name;
      row.querySelector("progress").setAttribute("aria-label", file.name);
      rows.append(row);
      const upload = { file, row, batch, place, part: 0, tries: 0, status: "waiting" };
      uploads.push(upload);
      say(upload, words.waiting);
    }
    overall.hidden = uploads.length === 0;
    next();
  }

  function next() {
    while (!held && running < AT_ONCE) {
      const upload = uploads.find((one) => one.status === "waiting");
      if (!upload) break;
      send(upload);
    }
    showOverall();
  }

  function send(upload) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("caption", form.elements.caption.value);
    body.append("batch", upload.batch);
    body.append("place", upload.place);
    body.append("files", upload.file, upload.file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action") || location.pathname);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { upload.part = event.total ? event.loaded / event.total : 0; showOverall(); };
    request.onload = () => finish(upload, request);
    request.onerror = request.ontimeout = () => finish(upload, null);
    upload.tries += 1;
    upload.status = "sending";
    say(upload, words.sending);
    running += 1;
    request.send(body);
  }

  function finish(upload, request) {
    running -= 1;
    upload.part = 1;
    const answer = read(request);
    const result = answer.results && answer.results[0];
    if (answer.error === "read-only" || answer.error === "busy") {
      const why = answer.error === "busy" ? words.waiting : words.resting;
      hold(upload, why, Number(request.getResponseHeader("Retry-After")) || 10);
    } else if (request && COME_AGAIN.includes(request.status) && upload.tries < TRIES && asksToComeAgain(request, answer)) {
      pause(upload, Number(request.getResponseHeader("Retry-After")) || 5);
    } else if (result) {
      upload.status = result.status;
      upload.told = result.status !== "rejected" && Boolean(result.reason);
      const done = [words[result.status], result.reason].filter(Boolean).join(". ");
      say(upload, result.status === "rejected" ? result.reason : done);
    } else {
      upload.status = "rejected";
      const own = { 401: words.signedOut, 413: words.tooLarge };
      say(upload, answer.reason || (request && own[request.status]) || words.broken);
    }
    if (upload.status === "rejected" && (!request || request.status >= 500 || !result)) offerRetry(upload);
    if (upload.status === "added" || upload.status === "duplicate") document.getElementById("to-album").hidden = false;
    next();
  }

  // An answer with a reason is about this photo, unless it says when to come again.
  function asksToComeAgain(request, answer) {
    return (!answer.results && !answer.reason) || request.getResponseHeader("Retry-After") !== null;
  }

  // Longer after each try: 5, 10, 15 and 20 seconds.
  function pause(upload, seconds) {
    upload.status = "pausing";
    upload.part = 0;
    say(upload, words.waiting);
    setTimeout(() => { upload.status = "waiting"; next(); }, seconds * 1000 * upload.tries);
  }

  function hold(upload, why, seconds) {
    upload.status = "waiting";
    upload.part = 0;
    upload.tries = 0;
    say(upload, why);
    if (held) return;
    held = true;
    setTimeout(() => { held = false; next(); }, seconds * 1000);
  }

  function read(request) {
    try {
      return JSON.parse(request.responseText);
    } catch (error) {
      return {};
    }
  }

  function offerRetry(upload) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = words.retry;
    button.onclick = () => {
      button.remove();
      upload.status = "waiting";
      upload.part = 0;
      upload.tries = 0;
      say(upload, words.waiting);
      next();
    };
    upload.row.append(button);
  }

  function say(upload, text) {
    upload.row.className = "upload-row " + upload.status + (upload.told ? " told" : "");
    upload.row.querySelector(".what").textContent = text;
  }

  function showOverall() {
    let sum = 0;
    const counts = { added: 0, duplicate: 0, rejected: 0 };
    for (const upload of uploads) {
      sum += upload.part;
      upload.row.querySelector("progress").value = Math.round(upload.part * 100);
      if (upload.status in counts) counts[upload.status] += 1;
    }
    const done = counts.added + counts.duplicate + counts.rejected;
    overallBar.value = uploads.length ? Math.round((sum / uploads.length) * 100) : 0;
    const text = done === uploads.length ? words.finished : words.progress;
    const values = { ...counts, done, all: uploads.length };
    summary.textContent = text.replace(/\{(\w+)\}/g, (whole, key) => values[key]);
  }
})();
