// The uploader's page: takes what is chosen, dropped or pasted, and hands it to the queue. Without scripts the same form
// sends everything at once.
(function () {
  "use strict";
  const { uploading } = window;
  const { queue, records, unfinished } = uploading;
  const form = document.getElementById("uploader");
  const zone = document.getElementById("dropzone");
  const input = document.getElementById("files");

  document.querySelectorAll(".scripted").forEach((element) => (element.hidden = false));
  document.querySelectorAll(".unscripted").forEach((element) => (element.hidden = true));
  form.classList.add("with-script"); // The label becomes the one button; the browser's own is in its language.

  input.addEventListener("change", () => {
    take([...input.files].map((file) => ({ file, folder: null })));
    input.value = "";
  });
  input.addEventListener("click", (event) => {
    if (!uploading.canChooseWithHandles) return;
    event.preventDefault();
    uploading.chosen().then(take, () => {}); // She may close it again.
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // The whole page takes a drop: a file dropped beside the zone would otherwise replace the page.
  ["dragenter", "dragover"].forEach((name) => window.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); }));
  ["dragleave", "drop"].forEach((name) => window.addEventListener(name, () => zone.classList.remove("over")));
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) uploading.dropped(event.dataTransfer).then(take);
  });
  window.addEventListener("paste", (event) => take([...(event.clipboardData ? event.clipboardData.files : [])].map((file) => ({ file, folder: null }))));
  window.addEventListener("beforeunload", (event) => { if (queue.isBusy) event.preventDefault(); });

  async function take(items) {
    const rest = await unfinished.take(items);
    queue.next();
    if (!rest.length) return;
    for (const group of await uploading.sortIntoAlbums(rest)) await add(group);
  }

  function uploadOf({ file, handle, name }, place) {
    const of = file ? { file, handle, name: file.name, size: file.size, modified: file.lastModified } : { name, size: 0 };
    return { id: uploading.random(), person: form.dataset.person, place, caption: "", ...of };
  }

  async function add({ album, title, items }) {
    // One photo alone has no place among others.
    const batch = items.length > 1 ? uploading.random() : "";
    const all = window.inNaturalOrder(items, (item) => (item.file || item).name).map(uploadOf);
    for (const upload of all) {
      Object.assign(upload, { album, title, batch });
      uploading.addRow(upload);
      queue.add(upload, "checking");
      if (!upload.file) queue.miss(upload);
    }
    const uploads = all.filter((upload) => upload.file);
    uploading.show();
    if (window.tus) await records.keep(uploads);
    await uploading.known.askAll(uploads, (some) => {
      some.forEach((upload) => (upload.known ? queue.skip(upload, upload.known) : queue.add(upload)));
      queue.next();
    });
  }

  uploading.arrived = function (upload) {
    uploading.saveCaption(upload);
    uploading.askWhetherSafe(upload);
  };

  if (window.tus) unfinished.look().then(unfinished.lookAgain);
})();
