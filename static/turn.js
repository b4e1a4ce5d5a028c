// Comfort for turning pages: the arrow keys, and a swipe. The two big buttons always work without this.
(function () {
  "use strict";

  function turn(direction) {
    const link = document.querySelector('.turn a[rel="' + direction + '"][href]');
    if (link) link.click();
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "ArrowLeft") turn("prev");
    if (event.key === "ArrowRight") turn("next");
  });

  // Only a quick, long, level stroke of one finger: a trembling hand must not turn the page.
  const LONGEST_MS = 700;
  const SHORTEST_PX = 90;
  let start = null;

  function isZoomedIn() {
    return Boolean(window.visualViewport) && window.visualViewport.scale > 1.05;
  }

  document.addEventListener("touchstart", function (event) {
    const touch = event.touches[0];
    start = event.touches.length === 1 && !isZoomedIn() ? { x: touch.clientX, y: touch.clientY, at: Date.now() } : null;
  }, { passive: true });

  document.addEventListener("touchend", function (event) {
    if (!start || event.touches.length) return;
    const across = event.changedTouches[0].clientX - start.x;
    const down = event.changedTouches[0].clientY - start.y;
    const quick = Date.now() - start.at < LONGEST_MS;
    start = null;
    if (quick && Math.abs(across) > SHORTEST_PX && Math.abs(across) > 3 * Math.abs(down)) turn(across > 0 ? "prev" : "next");
  }, { passive: true });
})();
