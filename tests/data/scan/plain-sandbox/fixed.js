const frame = document.createElement("iframe");
frame.setAttribute("sandbox", "allow-scripts");
document.body.append(frame);
