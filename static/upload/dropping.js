// What is dropped or chosen, as [{file, handle, folder}]: with the folders that photos lie in, and handles where the
// browser has them, so that it can open the files again after a reload. What it cannot open is there as {name, folder}.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const KINDS = [{ accept: { "image/*": [".heic", ".heif", ".avif"], "video/*": [".mov", ".mkv", ".3gp"] } }];

  const isHidden = (name) => name.startsWith(".") || name === "Thumbs.db";

  function entriesOf(reader) {
    return new Promise((done, fail) => reader.readEntries(done, fail));
  }

  function fileOf(entry) {
    return new Promise((done) => entry.file(done, () => done(null)));
  }

  // `folder` is {name, within}, an object for each folder: two of one name are two.
  async function walk(entry, folder) {
    if (isHidden(entry.name)) return [];
    if (entry.isFile) return [{ file: await fileOf(entry), name: entry.name, folder }];
    const found = [], reader = entry.createReader(), inside = { name: entry.name, within: folder };
    try {
      // A hundred at a time, until none is left.
      for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader)) {
        for (const each of some) found.push(...(await walk(each, inside)));
      }
    } catch (error) {
      found.push({ file: null, name: entry.name, folder });
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
      if (entry && entry.isDirectory) found.push(...(await walk(entry, null)));
      else if (file) found.push({ file, folder: null, handle: (await handle) || undefined });
    }
    return found;
  };

  // Telephones have a better chooser of photos behind the plain button.
  uploading.canChooseWithHandles = Boolean(window.showOpenFilePicker) && matchMedia("(pointer: fine)").matches;

  uploading.chosen = async function () {
    const handles = await showOpenFilePicker({ multiple: true, types: KINDS, id: "photos", startIn: "pictures" });
    return Promise.all(handles.map(async (handle) => {
      const file = await handle.getFile().catch(() => null);
      return { file, folder: null, handle, name: handle.name };
    }));
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
