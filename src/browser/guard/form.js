// Forms: `submit`, which raises no event, `requestSubmit`, and the event that a user's submission raises. The pinned
// `form-action` and, where there is one, the `navigate` event judge once more what is submitted in the end.
import { apply, attribute, getter, method, resolve } from "../natives.js";
import { activated } from "./activation.js";
import { lower } from "./html.js";
import { HOW, allows, argument, arm, installed, surface, wrapMethod } from "./wrap.js";

const API = "form";
const preventDefaultOf = method("Event", "preventDefault");
const targetOf = getter("Event", "target");
const submitterOf = getter("SubmitEvent", "submitter");
const ownerOf = getter("Node", "ownerDocument");
const urlOf = getter("Document", "URL");

const destination = (form, submitter) => {
  const owner = apply(ownerOf, form, []);
  const written = (submitter && attribute(submitter, "formaction")) || attribute(form, "action");
  return (written ? resolve(written, owner) : apply(urlOf, owner, [])) ?? "";
};

const HERE = { __proto__: null, "": 1, _self: 1, _top: 1, _parent: 1 };
const opens = (form, submitter) => {
  const target = (submitter && attribute(submitter, "formtarget")) ?? attribute(form, "target");
  return target !== null && HERE[lower(target)] !== 1;
};

const maySubmit = (realm, form, submitter) => {
  let url;
  try {
    url = destination(form, submitter);
  } catch {
    // No form: the platform says so.
    return true;
  }
  if (url === "") return true;
  const how = (opens(form, submitter) ? HOW.newWindow : 0) + (activated(realm) ? HOW.activated : 0);
  return allows(API, url, how);
};

surface((realm) => {
  wrapMethod("form.submit", realm, "HTMLFormElement", "submit", (self, args, submit) => {
    if (maySubmit(realm, self)) return apply(submit, self, args);
  });
  wrapMethod("form.requestSubmit", realm, "HTMLFormElement", "requestSubmit", (self, args, requestSubmit) => {
    if (maySubmit(realm, self, argument(args, 0))) return apply(requestSubmit, self, args);
  });
  if (!submitterOf || !realm.document) return;
  const submitted = (event) => {
    if (!installed()) return;
    let submitter;
    try {
      submitter = apply(submitterOf, event, []);
    } catch {
      // A plain event: nothing is submitted after it.
      return;
    }
    if (!maySubmit(realm, apply(targetOf, event, []), submitter)) apply(preventDefaultOf, event, []);
  };
  arm(realm, realm, "submit", submitted);
});
