"""`urllib3.util.connection`: where every connection of `requests` is made, and where code pins an address."""

import socket


def create_connection(address, timeout=None, source_address=None, socket_options=None):
    return socket.create_connection(address, timeout)


def allowed_gai_family():
    return 0


HAS_IPV6 = True
