// One row for each file: a small picture of it, its bar, what became of it, and its caption.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const { say } = uploading;
  const rows = document.getElementById("rows");
  const template = document.getElementById("row");
  const SIDE = 144; // pixels
  const LARGEST = 64e6; // bytes
  let drawing = Promise.resolve();

  // Only rows near the window have their pictures, and one is opened at a time: a thousand photos are no more work.
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      target.near = isIntersecting;
      if (isIntersecting) drawing = drawing.then(() => draw(target));
      else target.width = 0;
    }
  }, { rootMargin: "600px" });

  async function draw(canvas) {
    // A film would be read whole before the browser finds no picture in it.
    if (!canvas.near || !canvas.file || canvas.file.type.startsWith("video/") || canvas.file.size > LARGEST) return;
    try {
      const picture = await createImageBitmap(canvas.file, { resizeHeight: SIDE, resizeQuality: "medium" });
      const side = Math.min(picture.width, picture.height);
      canvas.width = canvas.height = SIDE;
      canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
      picture.close();
    } catch (error) {
      canvas.width = 0; // A film, or a kind that this browser does not open: the mount stays blank.
    }
  }

  uploading.addRow = function (upload) {
    const row = template.content.cloneNode(true).firstElementChild;
    const find = (name) => row.querySelector("." + name);
    upload.row = row;
    find("name").textContent = upload.name;
    find("amount").setAttribute("aria-label", upload.name);
    find("note-line").textContent = upload.title || "";
    const field = find("sentence"), button = find("write");
    field.value = upload.caption;
    field.setAttribute("aria-label", say("captionOf", { name: upload.name }));
    button.setAttribute("aria-label", field.getAttribute("aria-label"));
    const open = () => { button.hidden = true; field.hidden = false; };
    if (upload.caption) open();
    button.onclick = () => { open(); field.focus(); };
    field.onchange = () => uploading.caption(upload, field.value);
    field.onkeydown = (event) => { if (event.key === "Enter") field.blur(); };
    rows.append(row);
    uploading.showFile(upload);
  };

  uploading.showFile = function (upload) {
    const canvas = upload.row.querySelector("canvas");
    canvas.file = upload.file;
    near.unobserve(canvas);
    if (upload.file) near.observe(canvas);
  };

  uploading.showRow = function (upload) {
    const waits = upload.status === "waiting" && upload.text !== say("waiting");
    upload.row.className = ["upload-row", upload.status, upload.told && "told", upload.safe && "safe", waits && "waits"].filter(Boolean).join(" ");
    upload.row.querySelector(".what").textContent = upload.text;
    uploading.showBar(upload);
  };

  uploading.showBar = function (upload) {
    upload.row.querySelector(".amount").value = upload.size ? Math.round((100 * upload.sent) / upload.size) : 0;
  };

  uploading.offerRetry = function (upload, again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet retry";
    button.textContent = say("retry");
    button.onclick = () => { button.remove(); again(); };
    upload.row.append(button);
  };
})();
