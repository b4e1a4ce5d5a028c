// Measures a page against the numbers of elder-ux.md, in the page itself. Answers a list of sentences: what is
// wrong and where. `options`: base (px that text must have), viewer (a parent's page, with all its rules).
(options) => {
  const problems = [];
  const say = (text, element) => problems.push(text + (element ? "  " + name(element) : ""));
  const name = (element) => "<" + element.tagName.toLowerCase() + (element.className ? " ." + element.className : "") + "> “" + (element.innerText || element.alt || element.name || "").trim().slice(0, 40) + "”";
  const style = (element) => getComputedStyle(element);
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0 && !element.matches(".visually-hidden, .skip, input[type=hidden]");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const round = (number) => Math.round(number * 10) / 10;

  // --- Nothing sideways, nothing cut off ---
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    const culprit = all("body *").filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).pop();
    say(`scrolls sideways: ${wide} px wide in a window of ${innerWidth}`, culprit);
  }
  for (const element of all(".button, button, a:not(.mount, .album), h1, h2, p, label, .caption, .word, .button span"))
    if (element.scrollWidth > element.clientWidth + 1 && style(element).display !== "inline" && style(element).webkitLineClamp === "none" && element.clientWidth)
      say(`its words need ${element.scrollWidth} px and have ${element.clientWidth}`, element);

  // --- Text ---
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && seen(element) && !element.closest(".skip, script, template, .visually-hidden")) texts.push(element);
  }
  const smallest = options.viewer ? options.base : options.base * 0.8;
  for (const element of new Set(texts)) {
    const size = parseFloat(style(element).fontSize);
    // The five sizes to choose from are each written in their own. The day of a photo stops where titles do.
    if (size < smallest - 0.1 && !element.closest(".steps .button, .steps button") && !(options.fits && element.closest(".button, h1, h2, .single .words p")))
      say(`text of ${round(size)} px, not ${round(smallest)}`, element);
    if (!element.closest("h1, h2, h3, .button, button, option, .waiting")) {
      const line = parseFloat(style(element).lineHeight) / size;
      if (line < 1.5) say(`line height ${round(line * 10) / 10}`, element);
    }
    if (style(element).textAlign === "justify") say("justified", element);
    if (options.korean && element.closest("main, nav, header, footer") && !element.closest("[translate=no], .glyph") && /^[A-Za-z ]{6,}$/.test(element.innerText || "")) say("not in Korean", element);
  }
  for (const element of all("p:not(:has(.button)), .caption")) {
    const letter = parseFloat(style(element).fontSize) * (options.korean ? 1 : 0.5);
    if (element.clientWidth / letter > (options.korean ? 41 : 84)) say(`lines of ${Math.round(element.clientWidth / letter)} letters`, element);
  }

  // --- Targets ---
  const targets = all("a[href], a[role=link], button, input, select, textarea, summary").filter((one) => one.type !== "checkbox" && one.type !== "radio");
  for (const element of targets) {
    const box = element.getBoundingClientRect();
    const least = element.matches(".button.main, .turn .button, form .main") ? 64 : 48;
    if (box.height < least - 0.5 || box.width < 48 - 0.5) say(`target of ${round(box.width)} × ${round(box.height)} px, least ${least}`, element);
    if (element.matches("a, button") && (element.innerText || "").replace(/\s/g, "").length < 2 && !element.querySelector("img[alt]")) say("control without a word", element);
  }
  for (const icon of all("a svg, button svg"))
    if (icon.getAttribute("aria-hidden") !== "true") say("an icon that is read aloud", icon.closest("a, button"));
  const flowing = options.tall ? targets : targets.filter((one) => !one.closest(".turn"));
  flowing.forEach((one, index) => flowing.slice(index + 1).forEach((other) => {
    if (one.contains(other) || other.contains(one)) return;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const across = Math.max(a.left - b.right, b.left - a.right), down = Math.max(a.top - b.bottom, b.top - a.bottom);
    const gap = Math.max(across, down);
    if (gap < 15.9) say(`${round(gap)} px from ${name(other)}`, one);
  }));
  if (options.viewer) {
    // What is done with a photo stands under it and belongs to it, as the photo's own link does.
    const beside = targets.filter((one) => !one.matches("a.album, a.mount, a.book, a.print, .photo a, .acts *, .tabs a, .caption-whole summary, .steps button, .steps .button"));
    if (beside.length > 5) say(`${beside.length} controls beside the content`);
  }

  // --- Motion ---
  if (matchMedia("(prefers-reduced-motion: reduce)").matches)
    for (const element of all("*"))
      if (style(element).animationName !== "none" || style(element).transitionDuration.split(", ").some((time) => parseFloat(time) > 0.001)) say("moves although she asked for stillness", element);

  // --- For the contrast, which is measured on a picture of the page ---
  const places = texts.filter((one) => !one.closest(".photo img")).map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    // Lines that are clamped away are not painted.
    const clamped = element.closest("h1, .words, .caption");
    const bottom = clamped && style(clamped).webkitLineClamp !== "none" ? clamped.getBoundingClientRect().bottom : Infinity;
    return { name: name(element), color: style(element).color, boxes: [...range.getClientRects()].filter((box) => box.top < bottom - 2).map((box) => [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]) };
  });
  return { problems: [...new Set(problems)], places };
}
