// How one file travels: by tus where its client is installed, which resumes; else whole, as the plain form sends it.
// Both call `heard(bytes)` as it goes on, and `done` once: with null if the line was lost, else with what was answered.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const form = document.getElementById("uploader");

  function read(text) {
    try {
      return JSON.parse(text) || {};
    } catch (error) {
      return {};
    }
  }

  function answer(status, text, retryAfter) {
    return { status, retryAfter: Number(retryAfter) || 0, saysWhen: Boolean(retryAfter), body: read(text) };
  }

  function sendWhole(upload, heard, done) {
    const body = new FormData();
    const fields = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, caption: upload.caption, batch: upload.batch, place: upload.place };
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    body.append("files", upload.file, upload.file.name);
    const request = new XMLHttpRequest();
    request.open("POST", uploading.address(upload.album, "add/"));
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => heard(event.total ? (event.loaded / event.total) * upload.file.size : 0);
    request.onload = () => done(answer(request.status, request.responseText, request.getResponseHeader("Retry-After")));
    request.onerror = request.ontimeout = () => done(null);
    request.send(body);
    return () => request.abort();
  }

  // Its client would take this for an upload that is gone, and begin another one from the first byte.
  function isRefusal(request, response) {
    return request.getMethod() === "HEAD" && response.getStatus() >= 400 && ![404, 410, 423].includes(response.getStatus());
  }

  // The answer to a HEAD has no words. Such a site rests, is busy or is being started again. One that makes the photo of
  // what it has says when to come again.
  function rests(request, response, refusal) {
    if (refusal) return refusal.getStatus() > 500;
    return request && request.getMethod() === "HEAD" && response.getStatus() === 423 && !response.getHeader("Retry-After");
  }

  function sendInPieces(upload, heard, done) {
    let result = null, refusal = null;
    const { name, type } = upload.file;
    const sender = new tus.Upload(upload.file, {
      endpoint: form.dataset.uploadsAddress,
      uploadUrl: upload.url || null,
      chunkSize: uploading.PIECE,
      headers: { Accept: "application/json" }, // or else a busy or resting site answers with a page
      retryDelays: null, // queue.js decides when, for all of them together.
      storeFingerprintForResuming: false,
      metadata: { filename: name, filetype: type, album: upload.album, batch: upload.batch, place: String(upload.place), caption: upload.caption },
      onUploadUrlAvailable: () => { upload.url = sender.url; },
      onBeforeRequest: async (request) => {
        heard();
        if (request.getMethod() === "PATCH") await uploading.pieces.note(upload, Number(request.getHeader("Upload-Offset")));
      },
      onAfterResponse: (request, response) => {
        result = read(response.getHeader("Upload-Result"));
        if (!isRefusal(request, response)) return;
        refusal = response;
        throw new Error(response.getStatus());
      },
      onProgress: (sent) => heard(sent),
      onSuccess: () => done({ status: 200, retryAfter: 0, body: { results: [result] } }),
      onError: (error) => {
        const response = error.originalResponse || refusal;
        if (!response || !response.getStatus()) return done(null);
        const body = rests(error.originalRequest, response, refusal) ? '{"error": "busy"}' : response.getBody();
        done(answer(response.getStatus(), body, response.getHeader("Retry-After")));
      },
    });
    sender.start();
    return () => sender.abort();
  }

  // Returns a function that stops it; then neither is called any more. What the family has does not travel.
  uploading.send = function (upload, heard, done) {
    let over = false, abort = () => {};
    const unlessOver = (call) => (value) => { if (!over) call(value); };
    const ends = unlessOver((value) => { over = true; done(value); });
    uploading.known.settle(upload, unlessOver(heard)).then(unlessOver((told) => {
      if (told) ends(told);
      else abort = (window.tus && tus.isSupported ? sendInPieces : sendWhole)(upload, unlessOver(heard), ends);
    }), () => ends(null));
    return () => { over = true; abort(); };
  };

  uploading.answer = answer;

  // Tells the site that the rest will not come. If it does not hear, it gives the upload up by itself.
  uploading.giveUp = function (upload) {
    if (upload.url) fetch(upload.url, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {});
  };
})();
