// What was chosen and has not arrived, kept in this browser: after a reload it can go on. Names only, and where the
// browser has them, handles of the files; never a picture. Without IndexedDB nothing is kept, and everything else works.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const FIELDS = ["id", "person", "page", "at", "album", "title", "name", "size", "modified", "batch", "place", "caption", "url", "pieces", "handle", "sent"];
  // The site gives an upload up after three days (UPLOAD_DAYS).
  const OLDEST = 3 * 24 * 3600 * 1000;
  // Ends with its page, so that another window does not offer what this one is sending.
  const page = uploading.random();
  if (navigator.locks) navigator.locks.request("uploads " + page, () => new Promise(() => {}));
  let opened;

  function open() {
    opened ??= new Promise((done) => {
      const request = indexedDB.open("uploads", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = request.onblocked = () => done(null);
    }).catch(() => null);
    return opened;
  }

  async function act(mode, ask) {
    const database = await open();
    if (!database) return undefined;
    return new Promise((done) => {
      try {
        const transaction = database.transaction("files", mode);
        const request = ask(transaction.objectStore("files"));
        transaction.oncomplete = () => done(request && request.result);
        transaction.onerror = transaction.onabort = () => done(undefined);
      } catch (error) {
        done(undefined);
      }
    });
  }

  async function pagesOpen() {
    if (!navigator.locks) return [];
    return (await navigator.locks.query()).held.map((lock) => lock.name.replace(/^uploads /, ""));
  }

  uploading.records = {
    keep(uploads) {
      return act("readwrite", (files) => {
        for (const upload of [uploads].flat()) {
          upload.page = page;
          upload.at ??= Date.now();
          files.put(Object.fromEntries(FIELDS.filter((field) => upload[field] !== undefined).map((field) => [field, upload[field]])));
        }
      });
    },
    forget(uploads) {
      return act("readwrite", (files) => [uploads].flat().forEach((upload) => files.delete(upload.id)));
    },
    async unfinished(person) {
      const [found, open] = [(await act("readonly", (files) => files.getAll())) || [], await pagesOpen()];
      const tooOld = found.filter((record) => record.at < Date.now() - OLDEST);
      if (tooOld.length) uploading.records.forget(tooOld);
      return found.filter((record) => record.person === person && !tooOld.includes(record) && !open.includes(record.page));
    },
  };
})();
