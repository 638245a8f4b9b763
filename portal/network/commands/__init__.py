"""Acts of the network, one function each."""
