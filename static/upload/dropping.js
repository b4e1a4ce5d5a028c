// What is dropped or chosen, as [{file, handle, folder}]: with the folders that photos lie in, and handles where the
// browser has them, so that it can open the files again after a reload.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const KINDS = [{ accept: { "image/*": [".heic", ".heif", ".avif"], "video/*": [".mov", ".mkv", ".3gp"] } }];

  const isHidden = (name) => name.startsWith(".") || name === "Thumbs.db";

  function entriesOf(reader) {
    return new Promise((done) => reader.readEntries(done, () => done([])));
  }

  async function walk(entry, folder) {
    if (isHidden(entry.name)) return [];
    if (entry.isFile) return new Promise((done) => entry.file((file) => done([{ file, folder }]), () => done([])));
    const found = [], reader = entry.createReader();
    // A hundred at a time, until none is left.
    for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader)) {
      for (const each of some) found.push(...(await walk(each, entry.name)));
    }
    return found;
  }

  // Everything is asked of the items at once: after the first pause the browser empties them.
  uploading.dropped = async function (transfer) {
    const items = [...transfer.items].filter((item) => item.kind === "file");
    const asked = items.map((item) => ({
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry ? item.webkitGetAsEntry() : null,
      handle: item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null,
    }));
    const found = [];
    for (const { file, entry, handle } of asked) {
      if (entry && entry.isDirectory) found.push(...(await walk(entry, entry.name)));
      else if (file) found.push({ file, folder: "", handle: (await handle) || undefined });
    }
    return found;
  };

  // Telephones have a better chooser of photos behind the plain button.
  uploading.canChooseWithHandles = Boolean(window.showOpenFilePicker) && matchMedia("(pointer: fine)").matches;

  uploading.chosen = async function () {
    const handles = await showOpenFilePicker({ multiple: true, types: KINDS, id: "photos", startIn: "pictures" });
    return Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), folder: "", handle })));
  };

  // The file behind a handle, or null. Asks her only when she has just pressed something.
  uploading.reopen = async function (handle, mayAsk) {
    try {
      const may = handle.queryPermission ? await handle.queryPermission() : "granted";
      if (may !== "granted" && !(mayAsk && (await handle.requestPermission()) === "granted")) return null;
      return await handle.getFile();
    } catch (error) {
      return null;
    }
  };
})();
