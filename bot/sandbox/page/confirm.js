// Asks "are you sure" in a dialog: for an element's confirm object, and for deleting a message.

import { freshId, h } from "./dom.js";
import { trapTab } from "./focus.js";
import { mrkdwn } from "./mrkdwn.js";
import { rescueToasts } from "./notices.js";

/** confirm: Slack's confirm object {title, text, confirm, deny, style?}. Resolves to true or false. */
export function ask(confirm) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const finish = (answer) => {
      rescueToasts(dialog);
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const button = (label, kind, answer) =>
      h("button", { type: "button", class: `button ${kind}`, on: { click: () => finish(answer) } }, label);
    const dialog = h(
      "dialog",
      { class: "modal confirm", "aria-labelledby": title, data: { testid: "confirm" } },
      h("h2", { id: title }, confirm.title?.text ?? "Are you sure?"),
      h("div", { class: "confirm-text" }, confirm.text?.type === "mrkdwn" ? mrkdwn(confirm.text.text) : confirm.text?.text),
      h(
        "footer",
        { class: "modal-foot" },
        button(confirm.deny?.text ?? "Cancel", "", false),
        button(confirm.confirm?.text ?? "OK", confirm.style === "danger" ? "danger" : "primary", true),
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    trapTab(dialog);
    document.body.append(dialog);
    dialog.showModal();
  });
}
