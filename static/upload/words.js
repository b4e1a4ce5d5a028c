// The page's sentences, in its language, with numbers in them.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const said = document.getElementById("uploader").dataset;

  uploading.random = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join("");

  uploading.say = (name, values = {}) => (said[name] || "").replace(/\{(\w+)\}/g, (whole, key) => values[key]);

  // The address of what this album has at `path`: all albums have it in the same place.
  uploading.address = (album, path) => said.addAddress.replace(said.album, album).replace(/add\/$/, path);

  uploading.size = function (bytes) {
    const units = ["kB", "MB", "GB"];
    let number = bytes / 1000, unit = 0;
    while (number >= 1000 && unit < 2) [number, unit] = [number / 1000, unit + 1];
    const digits = number < 10 && unit ? 1 : 0;
    return number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits }) + " " + units[unit];
  };
})();
