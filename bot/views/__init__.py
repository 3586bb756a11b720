"""What people see: one module a feature. Pure: values in, blocks out, and every sentence Pencil speaks."""
