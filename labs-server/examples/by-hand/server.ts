/** The duplex lab's echo: it answers each piece of a request as soon as that has come. */
import { createServer } from 'node:http'
import express from 'express'
import { echo } from '../../labs/duplex/echo.ts'

export const server = createServer(express().all('/echo', echo))
