// What a page tells windows of other origins: the one that opened it, the one around it, and a frame in it. The attacker's
// pages send themselves what they hear.
"use strict";

window.attacks ??= {};

Object.assign(window.attacks, {
  message_opener: () => opener.postMessage("x", "*"),
  message_parent: () => parent.postMessage("x", "*"),
  message_frame: (evil) => {
    const frame = document.createElement("iframe");
    frame.src = `${evil}/hears.html`;
    frame.onload = () => frame.contentWindow.postMessage("x", "*");
    document.body.append(frame);
  },
  opener_location: (evil) => {
    opener.location = `${evil}/x`;
  },
});
