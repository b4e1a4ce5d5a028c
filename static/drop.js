// Photos that are dropped or pasted on the shelf or on an album. Files cannot travel to another page, so the uploader's
// page is fetched and written in place of this one, whose script waits for it and hands the files over. Dropped on an
// album they go there; beside the albums, or with none of them open, she first chooses one or makes one.
(function () {
  "use strict";
  const box = document.getElementById("drop");
  const albums = Array.from(document.querySelectorAll("a.album"));

  function filesOf(transfer) {
    return transfer ? Array.from(transfer.files) : [];
  }

  function hasFiles(event) {
    return Boolean(event.dataTransfer) && Array.from(event.dataTransfer.types).includes("Files");
  }

  function albumUnder(event) {
    return event.target instanceof Element ? event.target.closest("a.album") : null;
  }

  function addressUnder(event) {
    const album = albumUnder(event);
    return album ? addressOf(album.href) : box.dataset.add;
  }

  function addressOf(album) {
    return new URL("add/", album).pathname;
  }

  function light(event) {
    document.querySelectorAll(".over").forEach((element) => element.classList.remove("over"));
    if (event) (albumUnder(event) || document.getElementById("content")).classList.add("over");
  }

  function take(files, address) {
    if (!files.length) return;
    if (address) go(address, {}, files);
    else choose(files);
  }

  // Whatever is not the uploader (signed out, read-only, no network) is shown as any page.
  async function go(address, options, files) {
    try {
      const answer = await fetch(address, options);
      const text = await answer.text();
      if (!text.includes('id="uploader"')) throw new Error(answer.status);
      write(answer.url, text, () => hand(files));
    } catch (error) {
      location.assign(address);
    }
  }

  async function choose(files) {
    try {
      const answer = await fetch(box.dataset.make);
      const text = await answer.text();
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      write(answer.url, text, () => offer(files));
    } catch (error) {
      location.assign(box.dataset.make);
    }
  }

  // Opening the document anew takes every listener of the page before with it.
  function write(address, text, whenReady) {
    history.pushState(null, "", address);
    document.open();
    document.addEventListener("DOMContentLoaded", whenReady, { once: true });
    addEventListener("popstate", () => location.reload());
    document.write(text);
    document.close();
  }

  function hand(files) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    const input = document.getElementById("files");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change"));
    document.getElementById("content").focus();
  }

  function offer(files) {
    const panel = box.content.cloneNode(true);
    const list = panel.querySelector(".buttons");
    albums.forEach((album) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = album.querySelector("h2").textContent;
      button.onclick = () => go(addressOf(album.href), {}, files);
      list.append(button);
    });
    const form = document.querySelector("main form");
    form.before(panel);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(location.pathname, { method: "POST", body: new FormData(form) }, files);
    });
  }

  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    light(event);
  });
  addEventListener("dragleave", () => light(null));
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    light(null);
    take(filesOf(event.dataTransfer), addressUnder(event));
  });
  addEventListener("paste", (event) => take(filesOf(event.clipboardData), box.dataset.add));
})();
