"""desk/commands"""
