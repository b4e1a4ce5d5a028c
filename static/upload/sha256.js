// SHA-256 (FIPS 180-4) of a file of any size, some of it after some: the browser's own takes only what is in memory whole.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const READ = 2 * 1024 * 1024; // Little enough that the page stays awake.
  const BLOCK = 64;
  const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
  const ROUNDS = Uint32Array.of(
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  );

  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  // Mixes the block of `view` at `at` into `state`. `words` is room for it.
  function mix(state, view, at, words) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const near = words[i - 2], far = words[i - 15];
      const one = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10), other = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
      words[i] = one + words[i - 7] + other + words[i - 16];
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
      const other = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + other) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  }

  // The last bytes with a one behind them, and the length in bits at the end of their block.
  function endOf(rest, size) {
    const end = new Uint8Array(rest.length + 9 > BLOCK ? 2 * BLOCK : BLOCK);
    end.set(rest);
    end[rest.length] = 0x80;
    new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(size) * 8n);
    return end;
  }

  // Returns it in hex. Calls `heard` as it goes on.
  uploading.sha256 = async function (file, heard) {
    const state = Uint32Array.from(START), words = new Uint32Array(64);
    const mixAll = (bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at + BLOCK <= bytes.length; at += BLOCK) mix(state, view, at, words);
    };
    let rest = new Uint8Array();
    for (let at = 0; at < file.size; at += READ) {
      const bytes = new Uint8Array(await file.slice(at, at + READ).arrayBuffer());
      mixAll(bytes); // READ is a number of whole blocks.
      rest = bytes.subarray(bytes.length - (bytes.length % BLOCK));
      heard();
    }
    mixAll(endOf(rest, file.size));
    return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
  };
})();
