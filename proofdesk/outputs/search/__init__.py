"""outputs/search"""
