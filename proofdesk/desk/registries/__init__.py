"""desk/registries"""
