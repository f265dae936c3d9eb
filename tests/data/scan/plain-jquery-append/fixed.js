function add(message) {
    $("#log").append($("<div>").text(message));
}

socket.addEventListener("message", (event) => add(event.data));
