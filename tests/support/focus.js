// Judges the element that has the focus now: its ring, and whether anything hides it.
() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element), problems = [];
  const width = parseFloat(style.outlineWidth), reach = width + parseFloat(style.outlineOffset);
  if (style.outlineStyle === "none" || width < 4) problems.push(`focus ring of ${width} px (${style.outlineStyle})`);
  if (element.type !== "hidden" && (box.left - reach < -0.5 || box.right + reach > innerWidth + 0.5))
    problems.push(`focus ring cut off: ${Math.round(box.left - reach)} to ${Math.round(box.right + reach)} of ${innerWidth}`);
  // Only what is taller than the room above the buttons (less scroll-padding) may be partly out of sight.
  const turn = document.querySelector(".turn");
  const bar = turn && !turn.contains(element) && turn.getBoundingClientRect();
  const bottom = bar && box.top < bar.top ? bar.top : innerHeight;
  const fits = box.height + 2 * reach + 32 <= bottom;
  if (fits && (box.top < -0.5 || box.bottom > bottom + 0.5))
    problems.push(`focused but hidden: ${Math.round(box.top)} to ${Math.round(box.bottom)}, seen 0 to ${Math.round(bottom)}`);
  const top = Math.max(box.top, 0), low = Math.min(box.bottom, bottom);
  if (low - top < Math.min(48, box.height)) problems.push("focused and out of sight");
  else {
    const hit = document.elementFromPoint((box.left + box.right) / 2, (top + low) / 2);
    if (!hit || !(element.contains(hit) || hit.contains(element))) problems.push("covered by " + (hit && hit.className));
  }
  const label = (element.innerText || element.name || "").trim().slice(0, 40);
  // Its place in the document, so that the walk knows when it has come round.
  return { key: [...document.querySelectorAll("*")].indexOf(element), label, href: element.getAttribute("href") || "", problems };
}
