"""Customers, contacts, and a contact's tickets."""
