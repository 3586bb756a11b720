"""What has to hold after each step, and what is compared when nothing is pending."""
