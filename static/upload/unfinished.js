// What this browser had not finished when its page was closed. It goes on as soon as the same files are here again.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say } = uploading;
  const form = document.getElementById("uploader");
  const panel = document.getElementById("unfinished");
  // A page that is just being closed still counts as open.
  const LOOK_AGAIN = 2500;
  let waiting = [];

  // Of what could never be opened only the name is known.
  uploading.isLike = (upload, file) => upload.name === file.name && (!upload.modified || (upload.size === file.size && upload.modified === file.lastModified));

  async function look() {
    const known = new Set(uploading.queue.uploads.map((upload) => upload.id));
    const found = (await uploading.records.unfinished(form.dataset.person)).filter((record) => !known.has(record.id) && !waiting.some((one) => one.id === record.id));
    for (const record of window.inNaturalOrder(found, (one) => one.name)) {
      const upload = { ...record, status: "unfinished", text: say("paused"), sent: record.url ? record.sent || 0 : 0 };
      if (upload.album === form.dataset.album) upload.title = "";
      waiting.push(upload);
      uploading.addRow(upload);
      uploading.showRow(upload);
    }
    await reopen(waiting, false);
  }

  async function reopen(uploads, mayAsk) {
    for (const upload of uploads.filter((one) => one.handle)) {
      const file = await uploading.reopen(upload.handle, mayAsk);
      if (file && uploading.isLike(upload, file)) await goOn(upload, file);
    }
    show();
    uploading.queue.next();
  }

  // With other bytes it is another photo, whatever its name: nothing is joined to what was sent of the first.
  async function goOn(upload, file) {
    waiting = waiting.filter((one) => one !== upload);
    if (upload.url && !(upload.pieces?.length && (await uploading.pieces.areOf(file, upload.pieces)))) {
      uploading.giveUp(upload);
      Object.assign(upload, { url: "", pieces: [], sent: 0 });
    }
    Object.assign(upload, { file, size: file.size, modified: file.lastModified });
    uploading.showFile(upload);
    uploading.records.keep(upload);
    uploading.queue.add(upload);
  }

  function leaveOut(upload) {
    uploading.giveUp(upload);
    uploading.queue.drop(upload);
    upload.row.remove();
  }

  function show() {
    panel.hidden = waiting.length === 0;
    panel.querySelector("p").textContent = say("unfinishedAll", { count: waiting.length });
    panel.querySelector("#resume").hidden = !waiting.some((upload) => upload.handle);
  }

  panel.querySelector("#resume").onclick = () => reopen(waiting, true);
  panel.querySelector("#forget").onclick = () => {
    uploading.records.forget(waiting);
    waiting.forEach(leaveOut);
    waiting = [];
    show();
  };

  uploading.unfinished = {
    look,
    // The browser cannot open its file any more.
    miss(upload) {
      waiting.push(upload);
      show();
    },
    lookAgain: () => setTimeout(look, LOOK_AGAIN),
    // Takes what goes on out of these items, and returns the rest.
    async take(items) {
      const rest = [];
      for (const item of items) {
        const upload = waiting.find((one) => item.file && uploading.isLike(one, item.file));
        if (upload) await goOn(upload, item.file);
        else rest.push(item);
      }
      show();
      return rest;
    },
  };
})();
