"""Major incidents: one ticket stands for many, its children follow it, and one message reaches everybody hit."""
