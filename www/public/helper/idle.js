// A worker that does nothing: with it a registration is active.
