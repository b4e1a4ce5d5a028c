// Files that the album has, or another album of the family, are not sent: the site is asked by their SHA-256.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const form = document.getElementById("uploader");
  const AT_ONCE = 20;
  const AT_ONCE_BYTES = 64 * 1024 * 1024;
  const PATIENCE = 30000; // ms

  async function post(album, path, fields) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    const request = { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(uploading.address(album, path), request);
    return uploading.answer(response.status, await response.text(), response.headers.get("Retry-After"));
  }

  // Notes with each what the site has of it: `known`, a picture of this album, or `inFamily`. Returns the answer.
  async function ask(some, heard = () => {}) {
    for (const upload of some) upload.sha256 ||= await uploading.pieces.hashAll(upload.file, heard);
    const answer = await post(some[0].album, "known/", { sha256: some.map((upload) => upload.sha256).join(",") });
    const { known, family = [] } = answer.body;
    if (answer.status !== 200 || !known) return answer;
    for (const upload of some) Object.assign(upload, { isAsked: true, known: known[upload.sha256], inFamily: family.includes(upload.sha256) });
    return answer;
  }

  const add = ({ album, sha256, name, caption, batch, place }) => post(album, "known/add/", { sha256, name, caption, batch, place });

  // Twenty files, or fewer large ones, which take a while to read.
  function* portions(uploads) {
    let some = [], bytes = 0;
    for (const upload of uploads) {
      some.push(upload);
      bytes += upload.size;
      if (some.length < AT_ONCE && bytes < AT_ONCE_BYTES) continue;
      yield some;
      [some, bytes] = [[], 0];
    }
    if (some.length) yield some;
  }

  uploading.known = {
    // Calls `done` with some of the uploads after some. Whatever fails, they are asked about once more when they are sent.
    async askAll(uploads, done) {
      for (const some of portions(uploads)) {
        if (crypto.subtle) await ask(some).catch(() => {});
        done(some);
      }
    },
    // Returns the answer that takes the place of sending, or null: the file must be sent. Raises if the line is lost.
    async settle(upload, heard) {
      if (upload.url || !crypto.subtle) return null;
      if (!upload.isAsked) {
        const answer = await ask([upload], heard);
        if (!upload.isAsked) return uploading.isForLater(answer) ? answer : null;
        if (upload.known) return { status: 200, body: { results: [{ status: "duplicate", picture: upload.known, reason: "" }] } };
      }
      if (!upload.inFamily) return null;
      const answer = await add(upload);
      upload.inFamily = answer.status !== 409; // 409: not any more.
      return upload.inFamily ? answer : null;
    },
  };
})();
