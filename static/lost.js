// Says in the place of a photo whose bytes do not come that it cannot be shown: a browser would draw a torn picture.
// `data-words` is the sentence. A film has its own words, and can perhaps be played.
(function () {
  "use strict";

  const words = document.currentScript.dataset.words;
  const SVG = "http://www.w3.org/2000/svg";

  function isPhoto(image) {
    return image instanceof HTMLImageElement && image.matches("#content img[srcset]");
  }

  // As _photo.html shows a photo that is not there yet.
  function replace(image) {
    const paper = document.createElement("span");
    const shape = document.createElementNS(SVG, "svg");
    const word = document.createElement("span");
    paper.className = "waiting";
    shape.setAttribute("viewBox", "0 0 " + image.getAttribute("width") + " " + image.getAttribute("height"));
    shape.setAttribute("aria-hidden", "true");
    word.className = "word";
    word.textContent = image.parentElement.querySelector(".film-mark") ? image.alt : words;
    paper.append(shape, word);
    image.replaceWith(paper);
  }

  document.addEventListener("error", function (event) {
    if (isPhoto(event.target)) replace(event.target);
  }, true);
  // Those that failed before this script came.
  document.querySelectorAll("img").forEach(function (image) {
    if (isPhoto(image) && image.complete && !image.naturalWidth && image.currentSrc) replace(image);
  });
})();
