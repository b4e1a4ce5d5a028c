// A caption travels with its photo. One that is written later is saved by the photo's own form.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const form = document.getElementById("uploader");

  uploading.caption = function (upload, text) {
    upload.caption = text;
    if (["checking", "waiting", "pausing", "unfinished"].includes(upload.status) && !upload.url) uploading.records.keep(upload);
    else upload.captionIsLate = true;
    if (upload.picture) uploading.saveCaption(upload);
  };

  uploading.saveCaption = async function (upload) {
    if (!upload.captionIsLate) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("caption", upload.caption);
    const note = upload.row.querySelector(".note-line");
    note.textContent = "";
    try {
      const answer = await fetch(uploading.address(upload.album, `pictures/${upload.picture}/edit/`), { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      upload.captionIsLate = false;
      note.textContent = uploading.say("captionKept");
    } catch (error) {
      note.textContent = uploading.say("captionLost");
    }
  };
})();
