// Whether a file is the one of which a part was sent: by the SHA-256 of every piece that was begun, never by its name.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  uploading.PIECE = 8 * 1024 * 1024;
  const IN_MEMORY = 64 * 1024 * 1024;

  // Browsers hash on https and on this machine only. Elsewhere nothing is resumed that was chosen before a reload.
  async function hash(file, from, to) {
    if (!crypto.subtle) return "";
    const digest = await crypto.subtle.digest("SHA-256", await file.slice(from, to).arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  uploading.pieces = {
    // Of the whole file. `heard` is called while that takes long.
    hashAll: (file, heard) => (file.size > IN_MEMORY ? uploading.sha256(file, heard) : hash(file, 0, file.size)),
    // Before it is sent: so whatever the site has is of a piece that is known here.
    async note(upload, from) {
      const to = Math.min(from + uploading.PIECE, upload.file.size);
      const sha256 = await hash(upload.file, from, to);
      upload.pieces = [...(upload.pieces || []).filter((piece) => piece.from !== from), { from, to, sha256 }];
      await uploading.records.keep(upload);
    },
    // Whether the browser can still open the file, at the place from which it is sent.
    async canBeRead({ file, sent }) {
      const from = Math.max(0, Math.min(Math.floor(sent), file.size - 1));
      try {
        await file.slice(from, from + uploading.PIECE).arrayBuffer();
        return true;
      } catch (error) {
        return false;
      }
    },
    async areOf(file, pieces) {
      for (const piece of pieces || []) {
        if (!piece.sha256 || piece.sha256 !== (await hash(file, piece.from, piece.to))) return false;
      }
      return true;
    },
  };
})();
