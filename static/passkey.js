// Asks the browser for a passkey and sends what it says with the form around it; without this script, other ways stay.

const decoded = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
const encoded = bytes =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = keys => (keys ?? []).map(key => ({ ...key, id: decoded(key.id) }));

const make = asked =>
  navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: decoded(asked.challenge),
      user: { ...asked.user, id: decoded(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    },
  });

const show = asked =>
  navigator.credentials.get({
    publicKey: { ...asked, challenge: decoded(asked.challenge), allowCredentials: known(asked.allowCredentials) },
  });

const told = ({ id, rawId, type, response }) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter(part => response[part]).map(part => [part, encoded(response[part])]);
  return JSON.stringify({ id, rawId: encoded(rawId), type, response: Object.fromEntries(said) });
};

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const [button, trouble] = [place.querySelector("button"), place.querySelector("[role=alert]")];
    place.hidden = false;
    for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = true;
    button.addEventListener("click", async () => {
      trouble.hidden = true;
      button.disabled = true;
      try {
        const asked = JSON.parse(place.dataset.passkey);
        const answer = await ("new" in place.dataset ? make(asked) : show(asked));
        place.querySelector("input").value = told(answer);
        place.closest("form").submit();
      } catch {
        trouble.hidden = false;
        button.disabled = false;
      }
    });
  }
}
