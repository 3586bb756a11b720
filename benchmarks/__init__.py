"""What Pencil costs, each figure beside a plain program in the same run."""
