"""Random bookings."""
