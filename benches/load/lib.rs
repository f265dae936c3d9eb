//! How much the layers cost: the test next to this.
