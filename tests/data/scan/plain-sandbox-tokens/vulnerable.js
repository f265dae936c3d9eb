const frame = document.createElement("iframe");
frame.sandbox.add("allow-scripts", "allow-same-origin");
frame.srcdoc = page;
