// Folders that were dropped: each becomes an album, under a name that she confirms, or all go into this one.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say } = uploading;
  const form = document.getElementById("uploader");
  const panel = document.getElementById("folders");

  // Returns [{album, title, items}] for what is to be sent, when she has decided.
  uploading.sortIntoAlbums = function (items) {
    const here = { album: form.dataset.album, title: "", items };
    const folders = Map.groupBy ? Map.groupBy(items.filter((item) => item.folder), (item) => item.folder) : new Map();
    if (!folders.size) return Promise.resolve([here]);
    return new Promise((done) => ask([...folders], items.filter((item) => !item.folder), here, done));
  };

  function ask(folders, loose, here, done) {
    const list = panel.querySelector("ul");
    panel.querySelector("h2").textContent = say("folders", { folders: folders.length });
    list.replaceChildren(...folders.map(([name, items]) => rowOf(name, items)));
    panel.hidden = false;
    panel.querySelector("h2").focus();
    const close = (groups) => { panel.hidden = true; done(groups); };
    panel.querySelector("#one-album").onclick = () => close([here]);
    panel.querySelector("#many-albums").onclick = async (event) => {
      const button = event.currentTarget;
      button.disabled = true;
      const groups = loose.length ? [{ ...here, items: loose }] : [];
      const problem = await makeAll(folders, [...list.querySelectorAll("input")], groups);
      button.disabled = false;
      panel.querySelector(".errors").hidden = !problem;
      if (!problem) close(groups);
    };
  }

  function rowOf(name, items) {
    const row = panel.querySelector("template").content.cloneNode(true).firstElementChild;
    row.querySelector("input").value = name.slice(0, row.querySelector("input").maxLength);
    row.querySelector("span").textContent = say("photos", { count: items.length });
    return row;
  }

  // Albums that were made before a failure are not made again.
  async function makeAll(folders, fields, groups) {
    for (const [at, [, items]] of folders.entries()) {
      const field = fields[at];
      field.dataset.made ||= await make(field.value);
      if (!field.dataset.made) return true;
      groups.push({ album: field.dataset.made, title: field.value, items });
    }
    return false;
  }

  async function make(title) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("title", title);
    body.append("description", "");
    try {
      const answer = await fetch(form.dataset.makeAddress, { method: "POST", body });
      const [, album] = new URL(answer.url).pathname.match(/^\/albums\/([0-9a-z]{20})\/add\/$/) || [];
      return answer.ok && album ? album : "";
    } catch (error) {
      return "";
    }
  }
})();
