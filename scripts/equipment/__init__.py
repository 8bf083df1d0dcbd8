"""What the tests need and a machine may lack: found, or installed where that is allowed."""
