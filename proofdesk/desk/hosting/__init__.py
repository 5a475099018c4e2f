"""What a host must send with a built site, in the words of each kind of server."""
