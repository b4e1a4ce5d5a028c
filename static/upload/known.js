// Photos that the album has already are not sent: the site is asked by their SHA-256, some at a time.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const form = document.getElementById("uploader");
  const AT_ONCE = 20;
  const PATIENCE = 10000; // ms
  const LARGEST = 64 * 1024 * 1024; // Of what is hashed in one go.

  async function ask(some) {
    const hashes = new Map();
    for (const upload of some.filter((one) => one.size <= LARGEST)) hashes.set(upload, await uploading.pieces.hash(upload.file, 0, upload.size));
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("sha256", [...hashes.values()].join(","));
    const answer = await fetch(uploading.address(some[0].album, "known/"), { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
    const { known } = await answer.json();
    return new Map(some.map((upload) => [upload, known[hashes.get(upload)]]));
  }

  // Calls `done` with some of the uploads and what the album has of them. Whatever fails, they are just sent.
  uploading.askWhatIsKnown = async function (uploads, done) {
    for (let at = 0; at < uploads.length; at += AT_ONCE) {
      const some = uploads.slice(at, at + AT_ONCE);
      done(some, crypto.subtle ? await ask(some).catch(() => new Map()) : new Map());
    }
  };
})();
