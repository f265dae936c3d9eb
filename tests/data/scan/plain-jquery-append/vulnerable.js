function add(message) {
    $("#log").append("<div class='line'>" + message + "</div>");
}

socket.addEventListener("message", (event) => add(event.data));
