// A heart by one touch, without a new page. It shows at once; static/hers.js keeps and sends it.
(function () {
  "use strict";

  const form = document.querySelector("form.heart");
  if (!form || !window.hearts) return;
  const here = form.getAttribute("action");
  const button = form.querySelector("button");
  const told = form.querySelector(".told");

  function show(loved) {
    button.setAttribute("aria-pressed", String(loved));
    tell(loved ? told.dataset.told : "");
  }

  function tell(words) {
    told.textContent = words;
    told.classList.remove("fresh");
    void told.offsetWidth; // the animation begins anew
    told.classList.toggle("fresh", words !== "");
  }

  // Says so if it has to wait.
  async function settle(sent) {
    if (!(await sent) && window.hearts.kept(here) !== undefined) tell(told.dataset.later);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const loved = button.getAttribute("aria-pressed") !== "true";
    show(loved);
    settle(window.hearts.love(here, loved));
  });

  const waiting = window.hearts.kept(here);
  if (waiting === undefined) return;
  show(waiting);
  settle(window.hearts.send(here));
})();
