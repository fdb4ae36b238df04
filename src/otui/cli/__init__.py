"""The `otui` command: one module a noun; parse and print only. Every verb is the desk's."""
