package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
)

// listen takes an address, or says what stands in the way.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("address %s is taken by another program\nhint: if zhirong runs already, open %s; else choose another port, or any free one with --listen 127.0.0.1:0", addr, pageAddress(addr))
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("address %s may not be taken: %w\nhint: choose a port above 1023, and put a reverse proxy before it", addr, err)
	case err != nil:
		return nil, fmt.Errorf("listen: %w\nhint: write the address as 127.0.0.1:8080", err)
	}
	return l, nil
}

// pageAddress is what a person on this machine types to see the page.
func pageAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if port == "80" {
		return "http://" + host
	}
	return "http://" + net.JoinHostPort(host, port)
}
