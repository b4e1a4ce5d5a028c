// Folders that were dropped: each becomes an album, under a name that she confirms, or all go into this one. What is
// dropped while she decides comes to the others.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say } = uploading;
  const form = document.getElementById("uploader");
  const panel = document.getElementById("folders");
  const heading = panel.querySelector("h2"), list = panel.querySelector("ul"), errors = panel.querySelector(".errors");
  const one = panel.querySelector("#one-album"), many = panel.querySelector("#many-albums");
  // While the panel is open: its rows by folder, what lies in none, and what to call at the end.
  let rows = new Map(), loose = [], decided = null;
  let making = Promise.resolve();

  // Returns [{album, title, items}] for what is to be sent, when she has decided.
  uploading.sortIntoAlbums = async function (items) {
    await making;
    if (decided) {
      put(items);
      return []; // The first call returns all of it.
    }
    if (!items.some((item) => item.folder)) return [here(items)];
    put(items);
    const all = new Promise((done) => { decided = done; });
    panel.hidden = false;
    heading.focus();
    return all;
  };

  const here = (items) => ({ album: form.dataset.album, title: "", items });

  function put(items) {
    for (const item of items) {
      if (!item.folder) loose.push(item);
      else if (rows.has(item.folder)) rows.get(item.folder).items.push(item);
      else rows.set(item.folder, makeRow(item));
    }
    for (const { row, items: own } of rows.values()) row.querySelector("span").textContent = say("photos", { count: own.length });
    nameRows();
    heading.textContent = say("folders", { folders: rows.size });
  }

  function makeRow(item) {
    const row = panel.querySelector("template").content.cloneNode(true).firstElementChild, field = row.querySelector("input");
    list.append(row);
    return { row, field, items: [item] };
  }

  // By the folder's name. If others are called the same, with the folder that it lies in before it, or with a number.
  // What she wrote herself stays.
  function nameRows() {
    const isHers = (row) => row.field.value !== (row.given ?? "");
    const taken = new Set([...rows.values()].filter(isHers).map((row) => row.field.value));
    const names = [...rows.keys()].map((folder) => folder.name);
    for (const [{ name, within }, row] of rows) {
      if (isHers(row)) continue;
      const isOnlyOne = names.indexOf(name) === names.lastIndexOf(name);
      const first = isOnlyOne || !within ? name : `${within.name} ${name}`;
      const numbered = [...rows.keys()].map((_, at) => `${first} (${at + 2})`);
      const title = [first, ...numbered].map((each) => each.slice(0, row.field.maxLength)).find((each) => !taken.has(each)) || first;
      row.field.value = title;
      row.given = row.field.value;
      taken.add(row.given);
    }
  }

  function close(groups) {
    const done = decided;
    [rows, loose, decided] = [new Map(), [], null];
    list.replaceChildren();
    panel.hidden = errors.hidden = true;
    done(groups);
  }

  one.onclick = () => close([here([...loose, ...[...rows.values()].flatMap((row) => row.items)])]);
  many.onclick = () => { making = makeAll(); };

  async function makeAll() {
    one.disabled = many.disabled = true;
    const groups = loose.length ? [here(loose)] : [];
    for (const { field, items } of rows.values()) {
      // Albums that were made before a failure are not made again.
      field.dataset.made ||= await make(field.value);
      if (field.dataset.made) groups.push({ album: field.dataset.made, title: field.value, items });
    }
    one.disabled = many.disabled = false;
    errors.hidden = [...rows.values()].every((row) => row.field.dataset.made);
    if (errors.hidden) close(groups);
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
