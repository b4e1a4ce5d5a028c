// The natural order of names, as people sort: scan 2 before Scan 10, a.jpg before a (2).jpg.
// albums/services/order.py does the same where no script runs.
(function () {
  "use strict";

  function keyOf(text) {
    const name = text.normalize("NFC").toLowerCase();
    const dot = name.lastIndexOf(".");
    // Every second part is a number, so that equals are compared.
    const parts = (dot > 0 ? name.slice(0, dot) : name).split(/([0-9]+)/);
    return [...parts.map((part, at) => (at % 2 ? BigInt(part) : part)), name];
  }

  function compare(one, other) {
    const shorter = Math.min(one.length, other.length) - 1; // The last one is the name.
    for (let at = 0; at < shorter; at += 1) {
      if (one[at] < other[at]) return -1;
      if (one[at] > other[at]) return 1;
    }
    if (one.length !== other.length) return one.length - other.length;
    return one.at(-1) < other.at(-1) ? -1 : Number(one.at(-1) > other.at(-1));
  }

  window.inNaturalOrder = function (items, nameOf) {
    const keyed = items.map((item) => [keyOf(nameOf(item)), item]);
    return keyed.sort((one, other) => compare(one[0], other[0])).map((pair) => pair[1]);
  };
})();
