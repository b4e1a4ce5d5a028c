// Uploads files with tus-js-client as a program of somebody else would, however often it is interrupted.
// node tus_client.cjs '{"endpoint", "cookie", "album", "piece": bytes, "files": [paths]}': a line of JSON for each.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const tus = require("tus-js-client");

const { endpoint, cookie, album, piece, files } = JSON.parse(process.argv[2]);

function upload(file) {
  return new Promise((done, fail) => {
    let result = null;
    new tus.Upload(fs.createReadStream(file), {
      endpoint,
      chunkSize: piece,
      uploadSize: fs.statSync(file).size,
      retryDelays: Array(60).fill(1000),
      headers: { Cookie: cookie },
      metadata: { filename: path.basename(file), filetype: "image/jpeg", album },
      onAfterResponse: (request, response) => { result = response.getHeader("Upload-Result") || result; },
      onError: fail,
      onSuccess: () => done(JSON.parse(result)),
    }).start();
  });
}

(async () => {
  for (const file of files) console.log(JSON.stringify(await upload(file)));
})();
