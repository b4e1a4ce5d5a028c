// Whether she who opened this page is still signed in. If she is not, everything is kept, and goes on when she is.
(function () {
  "use strict";
  const uploading = (window.uploading ??= {});
  const form = document.getElementById("uploader");
  const panel = document.getElementById("signed-out");
  let asked = null;

  // Returns "same", "other", "nobody", or "unknown" if the site does not say. After a sign-in forms need another token.
  async function ask() {
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.status >= 500) return "unknown";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // On every page of somebody who is signed in (templates/base.html), also on the one that says that this is not hers.
      const signedIn = page.querySelector("script[data-person]");
      if (!signedIn) return "nobody";
      if (signedIn.dataset.person !== form.dataset.person) return "other";
      form.elements.csrfmiddlewaretoken.value = signedIn.dataset.token;
      return "same";
    } catch (error) {
      return "unknown";
    }
  }

  uploading.person = {
    async look() {
      asked ??= ask().finally(() => { asked = null; }); // Three uploads are refused at once.
      const who = await asked;
      const text = { nobody: uploading.say("signedOut"), other: uploading.say("otherPerson") }[who];
      panel.hidden = !text;
      if (text) panel.querySelector("p").textContent = text;
      return who;
    },
  };
})();
